package schema

import (
	"regexp"
	"sync"
	"unicode/utf8"
)

// compileLimit makes a keyword of a number that some kind of value must not go past. measure tells
// whether the value is of that kind, and how large it is.
func compileLimit(
	k keyword, asked any, measure func(value any) (size float64, applies bool), fits func(size, limit float64) bool,
) finder {
	limit := asked.(float64)
	return func(value any, at []string) []Fault {
		size, applies := measure(value)
		if !applies || fits(size, limit) {
			return nil
		}
		return k.fault(at, func(f *Fault) { f.Limit, f.Size = limit, size })
	}
}

func atLeast(size, limit float64) bool { return size >= limit }
func atMost(size, limit float64) bool  { return size <= limit }

func fieldsOf(value any) (float64, bool) {
	object, is := value.(map[string]any)
	return float64(len(object)), is
}

func entriesOf(value any) (float64, bool) {
	array, is := value.([]any)
	return float64(len(array)), is
}

func charactersOf(value any) (float64, bool) {
	text, is := value.(string)
	return float64(utf8.RuneCountInString(text)), is
}

func numberOf(value any) (float64, bool) {
	n, is := value.(float64)
	return n, is
}

func compileMinProperties(k keyword, asked any) finder {
	return compileLimit(k, asked, fieldsOf, atLeast)
}

func compileMinItems(k keyword, asked any) finder { return compileLimit(k, asked, entriesOf, atLeast) }

func compileMaxItems(k keyword, asked any) finder { return compileLimit(k, asked, entriesOf, atMost) }

func compileMinLength(k keyword, asked any) finder {
	return compileLimit(k, asked, charactersOf, atLeast)
}

func compileMaxLength(k keyword, asked any) finder {
	return compileLimit(k, asked, charactersOf, atMost)
}

func compileMinimum(k keyword, asked any) finder { return compileLimit(k, asked, numberOf, atLeast) }
func compileMaximum(k keyword, asked any) finder { return compileLimit(k, asked, numberOf, atMost) }

// compilePattern compiles the expression when the first text is looked at: it may need no one.
func compilePattern(k keyword, asked any) finder {
	expression := sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(asked.(string)) })
	return func(value any, at []string) []Fault {
		text, isText := value.(string)
		if !isText || expression().MatchString(text) {
			return nil
		}
		return k.fault(at, func(*Fault) {})
	}
}
