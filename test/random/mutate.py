"""Programs with one token changed: most are wrong, and none may do more than be refused or fail."""
import random
import re

TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|[A-Za-z_]\w*|\d[\w.]*|\.\.=?|=>|->|\|>|\?\?|\?\.|[=!<>]=|\*\*|[^\s\w]')
WORDS = ["if", "else", "match", "none", "true", "let", "var", "fn", "for", "in", "return", "fail", "catch", "and",
         "not", "0", "1", "-1", "1.5", "9223372036854775807", '""', '"a"', "[", "]", "(", ")", "{", "}", ",", ":", ".",
         "=", "==", "+", "-", "*", "/", "%", "div", "??", "?", "..", "|>", "=>", "i64", "str", "f64", "bool", "Frame",
         "List", "_", "&", "date", "filter", "select", "sum", "count", "first", "show", "collect", "right", "1h",
         "dec\"1.5\""]


def mutated(text, rng: random.Random):
    """The program with one token left out, written twice, exchanged with another, or replaced."""
    tokens = list(TOKEN.finditer(text))
    one = rng.choice(tokens)
    way = rng.randrange(5)
    if way == 0:
        new = ""
    elif way == 1:
        new = one.group() + " " + one.group()
    elif way == 2:  # by a token of the program
        new = rng.choice(tokens).group()
    elif way == 3:  # of the same sort: a name by a name, so that more of them parse
        alike = [each.group() for each in tokens if each.group()[0].isalpha() == one.group()[0].isalpha()
                 and each.group()[0].isdigit() == one.group()[0].isdigit()]
        new = rng.choice(alike)
    else:
        new = rng.choice(WORDS)
    return text[:one.start()] + new + text[one.end():]
