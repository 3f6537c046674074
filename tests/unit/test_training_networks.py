"""Networks that learn, where torch is installed: encoders of others, and teachers."""

import random

import pytest

torch = pytest.importorskip("torch", reason="training needs torch, which the program does not")
safetensors = pytest.importorskip("safetensors.torch")

from tests.unit.test_training_windows import ARTICLE, tokenizer  # noqa: E402, F401 - a fixture
from tracker.training import batches, encoders, losses, windows  # noqa: E402
from tracker.training.network import Shape, Tagger  # noqa: E402

WORDS, WIDTH, INNER, PLACES = 50, 24, 48, 512


def linear(name: str, wide: int, narrow: int) -> dict:
    return {f"{name}.weight": torch.randn(wide, narrow), f"{name}.bias": torch.randn(wide)}


def norm(name: str) -> dict:
    return {f"{name}.weight": torch.ones(WIDTH), f"{name}.bias": torch.zeros(WIDTH)}


@pytest.fixture
def bert(tmp_path):
    layer = "encoder.layer.0."
    given = {
        "embeddings.word_embeddings.weight": torch.randn(WORDS, WIDTH),
        "embeddings.position_embeddings.weight": torch.zeros(PLACES, WIDTH),
        "embeddings.token_type_embeddings.weight": torch.ones(2, WIDTH),
        **norm("embeddings.LayerNorm"),
        **norm(f"{layer}attention.output.LayerNorm"),
        **norm(f"{layer}output.LayerNorm"),
        **linear(f"{layer}attention.output.dense", WIDTH, WIDTH),
        **linear(f"{layer}intermediate.dense", INNER, WIDTH),
        **linear(f"{layer}output.dense", WIDTH, INNER),
    }
    for part in ("query", "key", "value"):
        given.update(linear(f"{layer}attention.self.{part}", WIDTH, WIDTH))
    path = tmp_path / "model.safetensors"
    safetensors.save_file(given, str(path))
    return path, given


def test_a_network_has_the_shape_and_the_parameters_of_its_encoder(bert):
    path, given = bert
    tagger = encoders.load_encoder(path)
    assert tagger.shape == Shape(vocabulary=WORDS, width=WIDTH, inner=INNER, layers=1)
    assert torch.equal(tagger.words.weight, given["embeddings.word_embeddings.weight"])
    assert torch.equal(tagger.positions.weight, torch.ones(PLACES, WIDTH))
    keys = tagger.layers[0].query_key_value.weight[WIDTH : 2 * WIDTH]
    assert torch.equal(keys, given["encoder.layer.0.attention.self.key.weight"])


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
