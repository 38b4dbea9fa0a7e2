"""What the commands do: parse, call, answer. One module a part of the day, as in `api.cli.catalogue`."""
