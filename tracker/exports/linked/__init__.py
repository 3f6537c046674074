"""The nodes that JSON-LD and RDF share."""
