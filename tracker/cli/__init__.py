"""The command line: what the pages can do, through the same services; prints only here."""

import click

from tracker import __version__
from tracker.cli.lazy import LazyGroup


@click.group(
    "tracker",
    cls=LazyGroup,
    package="tracker.cli",
    summaries={
        "run": "Serve the newsroom's pages.",
        "ingest": "Bring in articles from files and folders.",
        "extract": "Extract the attributed statements of texts, without a database.",
        "evaluate": "Measure extraction against articles that people have labelled.",
        "import": "Import fact checks of others, annotations, and our own exports with edits.",
        "feed": "Watch feeds: each new entry comes in as an article.",
        "watch": "Bring in every file that is put into a folder.",
        "drift": "Look again at the sources of claims, and tell which have changed or are gone.",
        "claim": "Work on claims as a member of the newsroom.",
        "speaker": "Look after the speakers.",
        "workflow": "Write the page about the moves of a claim, or its picture.",
        "export": "Write claims in one of the export formats.",
        "dossier": "Pack all that is known of a claim or an article, to be verified by a stranger.",
        "publish": "Write the public site as files that any web server can serve.",
        "worker": "Write the long exports that members asked for, in a process of its own.",
        "check": "Hold reports to the rules that they must keep before they leave.",
        "account": "Add and manage the members of the newsroom.",
        "token": "Make and revoke the tokens with which programs ask under /api/v1.",
        "webhook": "Send what waits for webhooks; tracker run does so by itself.",
        "db": "Make, update, check and back up the database.",
        "seed": "Load or remove the demonstration newsroom.",
        "audit": "Check the history.",
        "learning": "Learn from what editors accept, decline, correct and add.",
    },
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="tracker")
def main() -> None:
    """Turn news articles into attributed claims, check them, and publish reports.

    Settings come from variables of the environment: TRACKER_DATA_DIR names the folder for the
    database and the originals, TRACKER_DATABASE_URL another database.
    """
