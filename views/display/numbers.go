package display

import (
	"strconv"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Number is a whole number in digits, as addresses, forms and versions have it.
func Number(n int64) string { return strconv.FormatInt(n, 10) }

// english writes numbers as people read them.
var english = sync.OnceValue(func() *message.Printer { return message.NewPrinter(language.English) })

// Quantity is a whole number as people read it: "1,000".
func Quantity(n int64) string { return english().Sprintf("%d", n) }

// Count is a number of things: "1 claim", "2,000 claims".
func Count(n int64, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return Quantity(n) + " " + what + "s"
}

// Bytes is the size of an answer.
func Bytes(n int64) string {
	switch {
	case n == 0:
		return "size unknown"
	case n < 10_000:
		return Count(n, "byte")
	}
	return Number(n/1000) + " KB"
}
