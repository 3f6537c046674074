"""Run `python -m tracker.training --data TRAIN.jsonl --dev DEV.jsonl --out DIR`."""

from tracker.training.command import main

main()
