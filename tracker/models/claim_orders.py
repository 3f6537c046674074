"""By what claims are put in order where a column alone does not say it, each with its index.

They are written as the database has them, without values of a query: only so does the index on
each of them fit. A query that asks for them joins nothing that has columns of these names. What
has no day or no confidence comes last.
"""

from sqlalchemy import ColumnElement, Date, Float, Integer, literal_column

#: A number for each priority, the most urgent highest.
URGENCY: ColumnElement[int] = literal_column(
    "(CASE priority WHEN 'low' THEN 0 WHEN 'normal' THEN 1 WHEN 'high' THEN 2 ELSE 3 END)",
    Integer,
)
DUE: ColumnElement[object] = literal_column("coalesce(due_on, '9999-12-31')", Date)
SAID: ColumnElement[object] = literal_column("coalesce(said_on, '0001-01-01')", Date)
#: Below one; what a person added is sure.
SURENESS: ColumnElement[float] = literal_column("coalesce(confidence, 2.0)", Float)
