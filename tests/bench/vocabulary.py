"""Made-up words and sentences for benches: as frequent and as rare as words of a language are."""

from itertools import accumulate
from random import Random

#: Common words come first; what follows is built of syllables.
COMMON = (
    "the of and to in that for on with by from at as it was were will has have had is are be this "
    "their its more than year million percent government minister report city port housing prices "
    "people country school hospital law budget tax water energy transport climate election police"
)
SYLLABLES = (
    "ba be bi bo bra cal cor da del den do fer fin gal gor ha hel in jor ka kel la len lin lo ma "
    "men mi mo na nel no or pa per pi ra ren ri ro sa sel sin so ta tel ti to tra u va ven vi wa"
)
WORDS = 40_000
NAMES = ("Ada", "Ben", "Carla", "Deniz", "Elif", "Femi", "Grete", "Hanna", "Ines", "João", "Kofi")


class Vocabulary:
    """Words drawn by Zipf's law, the same ones for the same seed."""

    def __init__(self, random: Random) -> None:
        """Make the words."""
        made = dict.fromkeys(COMMON.split())
        syllables = SYLLABLES.split()
        while len(made) < WORDS:
            made["".join(random.choices(syllables, k=random.randint(2, 4)))] = None
        self.words = list(made)
        self.rare = self.words[len(COMMON.split()) :]
        self._random = random
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(WORDS)))

    def sentence(self) -> str:
        """Return ten to eighteen words as a sentence."""
        length = self._random.randint(10, 18)
        words = self._random.choices(self.words, cum_weights=self._weights, k=length)
        return f"{' '.join(words).capitalize()}."

    def name(self) -> str:
        """Return the name of a person."""
        family = self._random.choice(self.rare).capitalize()
        return f"{self._random.choice(NAMES)} {family}"
