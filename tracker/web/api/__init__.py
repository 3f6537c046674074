"""The newsroom for programs: REST under ``/api/v1``, through the same services as the pages."""
