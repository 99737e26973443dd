"""Compare the bank holidays of England and Wales on stdin with the PyPI package `holidays`.

Reads lines `YYYY-MM-DD`, 2015 to 2030. Prints every difference and exits 1 if there is one, 2 if the input is no
list of days. Needs `pip install holidays`.

One known difference, and no other, is allowed, and each day that falls under it is printed:

* Weekend feasts. When Christmas Day, Boxing Day or New Year's Day falls on a Saturday or Sunday, the package lists that
  day and the substitute weekday. Our list, like gov.uk, has only the substitute. A weekend is no working day in either,
  so no deadline can depend on it. A weekend day in *our* list is still an error, as is a missing substitute.
"""

import datetime
import sys

import holidays

YEARS = range(2015, 2031)
SATURDAY = 5


def read_days(lines):
    days = [datetime.date.fromisoformat(line.strip()) for line in lines if line.strip()]
    if days != sorted(set(days)):
        raise ValueError("the days are not in order, or one is there twice")
    outside = [day for day in days if day.year not in YEARS]
    if outside:
        raise ValueError(f"outside {YEARS[0]} to {YEARS[-1]}: {outside[0]}")
    return days


def main():
    try:
        ours = set(read_days(sys.stdin))
    except ValueError as error:
        print(f"input: {error}", file=sys.stderr)
        return 2

    package = holidays.country_holidays("GB", subdiv="ENG", years=YEARS)
    weekend = {day for day in package if day.weekday() >= SATURDAY}
    theirs = set(package) - weekend

    for day in sorted(weekend):
        print(f"known  {day} {day:%a} {package[day]}: weekend feast, only its substitute is listed")
    for day in sorted(theirs - ours):
        print(f"MISSING {day} {day:%a} {package[day]}: in the package, not in our list")
    for day in sorted(ours - theirs):
        print(f"EXTRA   {day} {day:%a}: in our list, not in the package")

    print(f"{len(ours)} days compared with holidays {holidays.__version__}")
    return 0 if ours == theirs else 1


if __name__ == "__main__":
    sys.exit(main())
