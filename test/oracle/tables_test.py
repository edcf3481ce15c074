#!/usr/bin/env python3
"""What counts as the same answer."""
import math
import tempfile
import unittest
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from tables import difference, equal, equal_text, read_csv


class EqualTest(unittest.TestCase):
    def test_floats_have_a_relative_tolerance(self):
        self.assertTrue(equal("0.30000000000000004", 0.3))
        self.assertTrue(equal("1e+20", 1e20))
        self.assertFalse(equal("0.3000001", 0.3))
        self.assertFalse(equal("", 0.3))
        self.assertTrue(equal("nan", math.nan))

    def test_integers_and_decimals_are_exact(self):
        self.assertTrue(equal("9007199254740993", 9007199254740993))
        self.assertFalse(equal("9007199254740992", 9007199254740993))
        self.assertFalse(equal("3.0", 3))
        self.assertTrue(equal("12.50", Decimal("12.5")))
        self.assertFalse(equal("12.51", Decimal("12.50")))

    def test_other_values(self):
        self.assertTrue(equal("", None))
        self.assertTrue(equal("true", True))
        self.assertTrue(equal("2013-01-31", date(2013, 1, 31)))
        self.assertTrue(equal("2013-01-31T10:00:00Z", datetime(2013, 1, 31, 10)))
        zone = timezone(timedelta(hours=-5))
        self.assertTrue(equal("2013-01-31T10:00:00Z", datetime(2013, 1, 31, 5, tzinfo=zone)))

    def test_text_against_text(self):
        self.assertTrue(equal_text("2.0", "2"))
        self.assertTrue(equal_text("JFK", "JFK"))
        self.assertFalse(equal_text("JFK", "LGA"))
        self.assertFalse(equal_text("2.0", ""))


class DifferenceTest(unittest.TestCase):
    def test_none(self):
        self.assertIsNone(difference((["a"], [["1"]]), (["a"], [(1,)])))

    def test_names_order_and_count(self):
        wanted = (["a"], [(1,), (2,)])
        self.assertIn("columns", difference((["b"], []), wanted))
        self.assertIn("row 1, column a: '2', wanted '1'", difference((["a"], [["2"], ["1"]]), wanted))
        self.assertIn("1 rows, wanted 2", difference((["a"], [["1"]]), wanted))
        self.assertIn("row 1 has 2 fields", difference((["a"], [["1", "2"], ["2"]]), wanted))


class ReadTest(unittest.TestCase):
    def test_a_row_with_nothing_but_null(self):
        with tempfile.NamedTemporaryFile("w") as file:
            file.write("revenue\n\n")
            file.flush()
            self.assertEqual(read_csv(file.name), (["revenue"], [[""]]))


if __name__ == "__main__":
    unittest.main()
