package display

import (
	"fmt"
	"strconv"
)

// Number is a whole number in digits.
func Number(n int64) string { return strconv.FormatInt(n, 10) }

// Count is a number of things: "1 claim", "2 claims".
func Count(n int64, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
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
