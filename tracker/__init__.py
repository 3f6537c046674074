"""Claim Tracker: a news article goes in, checked claim records come out.

The layers, from the top; each may import only what stands below it:

    cli         click commands
    web         Flask: views, forms, page contexts, a database session per request
    services    verbs on the database: intake, claims, review, history, publishing, queries
    models | exports | extraction | readers     four siblings that may not see one another
    domain      words and rules: vocabulary, workflow table, records, errors
    resources | config
"""

__version__ = "0.1.0"
