"""A small strict reader of RFC 5545, written from its grammar and sharing nothing with the product."""

import re
from dataclasses import dataclass, field

NAME = re.compile(r"[A-Z0-9-]+")
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
UNESCAPED = re.compile(r"(?<!\\)(?:\\\\)*[;,]")
TEXT = {"SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "X-WR-CALNAME", "PRODID", "UID"}


@dataclass
class Component:
    name: str
    properties: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    components: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[str]:
        return [value for key, _parameters, value in self.properties if key == name]

    def one(self, name: str) -> str:
        (value,) = self.all(name)
        return value

    def parameters(self, name: str) -> dict[str, str]:
        ((_key, parameters, _value),) = [entry for entry in self.properties if entry[0] == name]
        return parameters

    def named(self, name: str) -> list["Component"]:
        return [component for component in self.components if component.name == name]

    @property
    def names(self) -> set[str]:
        return {name for name, _parameters, _value in self.properties}


def unescape(text: str) -> str:
    """RFC 5545 3.3.11, the other way round; an escape that the grammar does not know is an error."""
    assert re.fullmatch(r"(?:[^\\]|\\[\\;,nN])*", text, re.DOTALL), text
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text)


def content_lines(body: bytes) -> list[str]:
    """The unfolded lines (3.1); asserts bytes, line ends, length and that every line decodes alone."""
    assert not body.startswith(b"\xef\xbb\xbf"), "a byte-order mark"
    assert body.endswith(b"\r\n"), "the last line is not ended"
    physical = body.split(b"\r\n")[:-1]
    lines: list[str] = []
    for raw in physical:
        assert raw, "an empty line"
        assert len(raw) <= 75, f"{len(raw)} octets"
        line = raw.decode("utf-8")
        assert not CONTROL.search(line), repr(line)
        if line[0] in " \t":
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return lines


def read(body: bytes) -> Component:
    """The one VCALENDAR of a stream, checked line by line."""
    stack: list[Component] = []
    for line in content_lines(body):
        head, colon, value = line.partition(":")
        name, *parameters = head.split(";")
        assert colon, f"a line without a colon: {line}"
        assert NAME.fullmatch(name), f"not a name: {name}"
        assert value != "", f"an empty property: {name}"
        if name == "BEGIN":
            component = Component(value)
            if stack:
                stack[-1].components.append(component)
            stack.append(component)
        elif name == "END":
            assert stack[-1].name == value, f"END:{value} closes {stack[-1].name}"
            closed = stack.pop()
            if not stack:
                calendar = closed
        else:
            if name in TEXT:
                assert not UNESCAPED.search(value), f"not escaped: {line}"
                value = unescape(value)
            stack[-1].properties.append((name, dict(part.split("=", 1) for part in parameters), value))
    assert not stack, "a component is not closed"
    assert calendar.name == "VCALENDAR"
    return calendar


def events(body: bytes) -> list[Component]:
    return read(body).named("VEVENT")
