import sys


class Random:
    def __init__(self, seed):
        self.seed = seed

    def __call__(self):
        self.seed = (self.seed * 3877 + 29573) % 139968
        return self.seed


def vocabulary(count, random):
    words = []
    for _ in range(count):
        length = random() % 12 + 2
        words.append("".join([chr(97 + random() % 26) for _ in range(length)]))
    return words


def novel(n):
    random = Random(42)
    words = vocabulary(10_000, random)
    text = ""
    for i in range(n):
        if i > 0:
            text += "\n" if i % 10 == 0 else " "
        rank = random() * random() // 139968
        text += words[rank * len(words) // 139968]
    return text


def frequencies(text):
    counts = {}
    for line in text.split("\n"):
        for word in line.split(" "):
            counts[word] = counts.get(word, 0) + 1
    return counts


counts = frequencies(novel(int(sys.argv[1])))
print(f"{len(counts)} different words")
for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:10]:
    print(word, count)
