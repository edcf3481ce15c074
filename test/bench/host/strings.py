import sys

text = ""
for i in range(int(sys.argv[1])):
    text += "item "
    text += str(i)
    if i % 3 == 0:
        text += ", and then some"
    else:
        text += ";"
print(len(text))
