import sys


class Parser:
    def __init__(self, text):
        self.text = text
        self.at = 0

    def skip_spaces(self):
        while self.at < len(self.text) and self.text[self.at] in " \n":
            self.at += 1

    def expect(self, wanted):
        if self.text[self.at] != wanted:
            raise ValueError(f"`{wanted}` expected at {self.at}, found `{self.text[self.at]}`")
        self.at += 1

    def word(self, word, value):
        for c in word:
            self.expect(c)
        return value

    def number(self):
        digits = ""
        while self.at < len(self.text) and self.text[self.at] in "+-.0123456789Ee":
            digits += self.text[self.at]
            self.at += 1
        return float(digits)

    def string(self):
        self.expect('"')
        s = ""
        while self.text[self.at] != '"':
            if self.text[self.at] == "\\":
                self.at += 1
                c = self.text[self.at]
                s += "\n" if c == "n" else "\t" if c == "t" else c
            else:
                s += self.text[self.at]
            self.at += 1
        self.at += 1
        return s

    def items(self):
        items = []
        self.expect("[")
        self.skip_spaces()
        while self.text[self.at] != "]":
            if items:
                self.expect(",")
            items.append(self.value())
            self.skip_spaces()
        self.at += 1
        return items

    def fields(self):
        fields = {}
        self.expect("{")
        self.skip_spaces()
        while self.text[self.at] != "}":
            if fields:
                self.expect(",")
                self.skip_spaces()
            name = self.string()
            self.skip_spaces()
            self.expect(":")
            fields[name] = self.value()
            self.skip_spaces()
        self.at += 1
        return fields

    def value(self):
        self.skip_spaces()
        match self.text[self.at]:
            case "{":
                return self.fields()
            case "[":
                return self.items()
            case '"':
                return self.string()
            case "t":
                return self.word("true", True)
            case "f":
                return self.word("false", False)
            case "n":
                return self.word("null", None)
        return self.number()


def parse(text):
    parser = Parser(text)
    value = parser.value()
    parser.skip_spaces()
    if parser.at != len(text):
        raise ValueError(f"the text goes on at {parser.at}")
    return value


def weight(json):
    if json is None:
        return 1.0
    if isinstance(json, bool):
        return 2.0 if json else 1.0
    if isinstance(json, float):
        return json
    if isinstance(json, str):
        return float(len(json))
    total = 1.0
    if isinstance(json, list):
        for value in json:
            total += weight(value)
    else:
        for name, value in json.items():
            total += len(name) + weight(value)
    return total


def document(records):
    text = "["
    for i in range(records):
        if i > 0:
            text += ",\n"
        text += f'{{"id": {i}, "name": "the name of {i}", "price": {i * 7 % 1000}.25, '
        text += f'"tags": ["a", "b\\n{i % 10}", "a longer tag"], "stock": {{"here": {i % 3}, "there": -{i}}}, '
        text += '"sold": true, ' if i % 2 == 0 else '"sold": false, '
        text += '"parent": null}'
    return text + "]"


text = document(1000)
total = 0.0
for _ in range(int(sys.argv[1])):
    total += weight(parse(text))
print(f"{len(text)} characters, {total:.2f}")
