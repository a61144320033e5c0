package form

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// ReadRows reads rows until one is missing, and leaves empty ones out. A row that
// is half empty is kept, to be complained of.
func ReadRows[T comparable](v url.Values, first string, read func(i int) T) []T {
	var rows []T
	var empty T
	for i := range CountRows(v, first) {
		if one := read(i); one != empty {
			rows = append(rows, one)
		}
	}
	return rows
}

// CountRows is how many rows the fields name.
func CountRows(v url.Values, first string) int {
	n := 0
	for n < MaxRows && v.Has(Row(first, n)) {
		n++
	}
	return n
}

// UnreadRows says what is wrong where something stands in a row that is not read:
// nothing typed goes without a word.
func UnreadRows(v url.Values, names ...string) string {
	read := CountRows(v, names[0])
	for name := range v {
		field, number, _ := strings.Cut(name, ".")
		n, err := strconv.Atoi(number)
		isRow := err == nil && slices.Contains(names, field)
		if isRow && (n > read || n < 1) && Line(v, name) != "" {
			return unreadWords(read)
		}
	}
	return ""
}

func unreadWords(read int) string {
	if read == MaxRows {
		return fmt.Sprintf("A block has room for %d rows. Please put the others in a second block.", MaxRows)
	}
	return "The rows have to be numbered one by one, from 1, each with a name."
}
