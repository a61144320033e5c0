package life

import (
	"math"
	"slices"
	"time"
)

// rangeAt reads "30 days", "1-2 years", "between 30 and 90 days", "6 months to 1 year",
// and of how many words it is; 0 for none.
func rangeAt(words []string) (Life, int) {
	if startsWith(words, []string{"between"}) > 0 {
		if l, n := openRange(words[1:], "and"); n > 0 {
			return l, n + 1
		}
		return Life{}, 0
	}
	for _, to := range []string{"-", "to"} {
		if l, n := openRange(words, to); n > 0 {
			return l, n
		}
	}
	return sumAt(words)
}

// openRange reads two lengths, or a number and a length, with the word between them.
func openRange(words []string, to string) (Life, int) {
	at := slices.Index(words, to)
	if at < 1 || at > 4 {
		return Life{}, 0
	}
	longest, n := sumAt(words[at+1:])
	if n == 0 {
		return Life{}, 0
	}
	shortest, m := sumAt(words[:at])
	if m == 0 { // "1-2 years": the unit stands once
		shortest, m = sumAt(append(slices.Clone(words[:at]), words[at+1+countAt(words[at+1:])]))
		m--
	}
	if m != at || shortest.Shortest > longest.Longest {
		return Life{}, 0
	}
	return Life{Vague: true, Shortest: shortest.Shortest, Longest: longest.Longest, Length: longest.Length}, at + 1 + n
}

// sumAt reads one length or the sum of several, from the larger unit to the smaller one.
func sumAt(words []string) (Life, int) {
	sum, last, at := Life{}, year+1, 0
	for {
		start := at
		if at > 0 {
			start += joint(words[at:])
		}
		life, u, n := lengthAt(words[start:])
		if n == 0 || u >= last {
			return sum, at
		}
		if sum.Longest > forever-life.Longest {
			return Life{}, 0
		}
		sum.Shortest, sum.Longest, sum.Length = sum.Shortest+life.Shortest, sum.Longest+life.Longest, sum.Length+life.Length
		last, at = u, start+n
	}
}

// joint is 1 if the words begin with one that joins the parts of a sum.
func joint(words []string) int {
	if len(words) > 0 && slices.Contains([]string{"and", ",", "&", "+"}, words[0]) {
		return 1
	}
	return 0
}

// lengthAt reads a number with its unit.
func lengthAt(words []string) (l Life, u unit, n int) {
	if len(words) >= 1 && (words[0] == "fortnight") {
		return times(2, week), week, 1
	}
	n = countAt(words)
	if n == 0 || n >= len(words) {
		return Life{}, none, 0
	}
	count, isNumber := countOf(words[:n])
	if words[n] == "fortnight" && isNumber {
		return times(2*count, week), week, n + 1
	}
	u = unitOf(words[n])
	if !isNumber || u == none || u == ambiguous {
		return Life{}, none, 0
	}
	l = times(count, u)
	if l.Longest <= 0 {
		return Life{}, none, 0
	}
	return l, u, n + 1
}

// maxYears is more than anybody asks for, and less than overflows.
const maxYears = 200

// times is so many of the units, with what months and years leave open.
func times(n float64, u unit) Life {
	if n*float64(lengths[u]) > float64(maxYears*365*day) {
		return Life{Shortest: maxYears * 365 * day, Longest: forever / 2, Length: maxYears * 365 * day}
	}
	exact := time.Duration(math.Round(n * float64(lengths[u])))
	switch {
	case u == month && n < 1:
		return Life{Shortest: max(0, exact-day), Longest: exact + day, Length: wholeDays(exact)}
	case u == month:
		whole := time.Duration(math.Ceil(n*30.4375)) * day
		return Life{
			Shortest: time.Duration(n*30*float64(day)) - 2*day,
			Longest:  min(time.Duration(n*31*float64(day)), whole+day),
			Length:   wholeDays(exact),
		}
	case u == year:
		return Life{Shortest: exact.Truncate(day), Longest: exact + time.Duration(math.Ceil(n))*day, Length: exact}
	}
	return Life{Shortest: exact, Longest: exact, Length: exact}
}

// wholeDays rounds up.
func wholeDays(d time.Duration) time.Duration { return (d + day - 1).Truncate(day) }
