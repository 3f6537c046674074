"""Networks that learn, where torch is installed: encoders of others, and teachers."""

import random

import pytest

torch = pytest.importorskip("torch", reason="training needs torch, which the program does not")
safetensors = pytest.importorskip("safetensors.torch")

from tests.unit.test_training_windows import ARTICLE, tokenizer  # noqa: E402, F401 - a fixture
from tracker.training import batches, encoders, losses, windows  # noqa: E402
from tracker.training.network import DISTANCES, Shape, Tagger  # noqa: E402

WORDS, WIDTH, INNER, PLACES, HEADS = 30527, 24, 48, 514, 12


def linear(name: str, wide: int, narrow: int) -> dict:
    return {f"{name}.weight": torch.randn(wide, narrow), f"{name}.bias": torch.randn(wide)}


def norm(name: str) -> dict:
    return {f"{name}.weight": torch.ones(WIDTH), f"{name}.bias": torch.zeros(WIDTH)}


@pytest.fixture
def mpnet(tmp_path):
    layer = "encoder.layer.0."
    given = {
        "embeddings.word_embeddings.weight": torch.arange(WORDS)[:, None].repeat(1, WIDTH).float(),
        "embeddings.position_embeddings.weight": torch.arange(PLACES)[:, None].repeat(1, WIDTH) / 1,
        "encoder.relative_attention_bias.weight": torch.randn(DISTANCES, HEADS),
        **norm("embeddings.LayerNorm"),
        **norm(f"{layer}attention.LayerNorm"),
        **norm(f"{layer}output.LayerNorm"),
        **linear(f"{layer}intermediate.dense", INNER, WIDTH),
        **linear(f"{layer}output.dense", WIDTH, INNER),
    }
    for part in "qkvo":
        given.update(linear(f"{layer}attention.attn.{part}", WIDTH, WIDTH))
    path = tmp_path / "model.safetensors"
    safetensors.save_file({name: value.contiguous() for name, value in given.items()}, str(path))
    return path


def test_the_pieces_of_mpnet_are_found_by_the_numbers_of_bert(mpnet):
    tagger = encoders.load_encoder(mpnet)
    rows = tagger.words.weight[:, 0].long().tolist()
    assert len(rows) == 30522
    padding, begin, end, mask, word = (rows[number] for number in (0, 101, 102, 103, 2000))
    assert (padding, begin, end, mask, word) == (1, 0, 2, 30526, 2004)
    assert tagger.positions.weight[0, 0] == 2
    assert tagger.shape == Shape(
        width=WIDTH, inner=INNER, layers=1, positions=PLACES - 2, relative=True
    )


@pytest.fixture
def small():
    torch.manual_seed(3)
    return Tagger(Shape(width=24, inner=48, layers=1, link_width=6, dropout=0.0))


@pytest.fixture
def batch(tokenizer):  # noqa: F811 - the fixture that is imported
    labelled = windows.label(ARTICLE, tokenizer)
    return batches.collate(windows.cut(labelled, random.Random(1)))


def test_who_agrees_with_the_teacher_has_nothing_to_learn_from_it(small, batch):
    told = losses.losses(small, batch, [small], soft=1.0)
    (tags,) = torch.autograd.grad(told.tag, [small.tag.weight], retain_graph=True)
    (links,) = torch.autograd.grad(told.link, [small.origin.weight])
    assert tags.abs().max() < 1e-6
    assert links.abs().max() < 1e-6


def test_a_network_comes_to_say_what_the_labels_say(small, batch):
    steps = torch.optim.AdamW(small.parameters(), lr=1e-2)
    before = losses.losses(small, batch)
    for _ in range(30):
        steps.zero_grad()
        sum(losses.losses(small, batch)).backward()
        steps.step()
    after = losses.losses(small, batch)
    assert all(now < then / 2 for now, then in zip(after, before, strict=True))
