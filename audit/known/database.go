package known

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/prokken/prokken/cookie"
)

// Columns of the Open Cookie Database, as their heads are written in lower case.
const (
	columnPlatform = "platform"
	columnCategory = "category"
	columnName     = "cookie / data key name"
	columnPurpose  = "description"
	columnLife     = "retention period"
	columnWho      = "data controller"
	columnWildcard = "wildcard match"
)

// readDatabase reads a file in the format of the Open Cookie Database. People
// keep it by hand, so a line that says too little is left out.
func readDatabase(from io.Reader, name string) (source, error) {
	rows := csv.NewReader(withoutMark(from))
	rows.FieldsPerRecord, rows.LazyQuotes = -1, true
	head, err := rows.Read()
	if err != nil {
		return source{}, fmt.Errorf("this is not a table: %w", err)
	}
	for i := range head {
		head[i] = strings.ToLower(strings.TrimSpace(head[i]))
	}
	if !slices.Contains(head, columnName) || !slices.Contains(head, columnCategory) {
		return source{}, errors.New("the first line does not name the columns of the Open Cookie Database")
	}
	s := source{map[string]Suggestion{}, map[string]Suggestion{}}
	for {
		fields, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return s, nil
		}
		if err != nil {
			return s, err
		}
		s.addRow(row{head, fields}, name)
	}
}

// withoutMark leaves out the byte order mark that spreadsheets write.
func withoutMark(from io.Reader) io.Reader {
	text := bufio.NewReader(from)
	if mark, err := text.Peek(3); err == nil && string(mark) == "\uFEFF" {
		_, _ = text.Discard(3)
	}
	return text
}

// row is a line of the database, whose fields may be fewer than its columns.
type row struct{ head, fields []string }

func (r row) field(column string) string {
	i := slices.Index(r.head, column)
	if i < 0 || i >= len(r.fields) {
		return ""
	}
	return strings.TrimSpace(r.fields[i])
}

// shortestPrefix: a shorter one, such as "__", is the beginning of anything.
const shortestPrefix = 3

func (s source) addRow(r row, file string) {
	name, isStarred := strings.CutSuffix(r.field(columnName), "*")
	suggestion := r.suggestion(file)
	switch {
	case !isStarred && r.field(columnWildcard) != "1" && cookie.IsName(name):
		add(s.names, name, suggestion)
	case cookie.IsName(name) && len(name) >= shortestPrefix:
		add(s.prefixes, name, suggestion)
	}
}

// What a suggestion holds at most, in characters.
const (
	maxWho     = 100
	maxPurpose = 500
)

func (r row) suggestion(file string) Suggestion {
	who := r.field(columnWho)
	if who == "" {
		who = r.field(columnPlatform)
	}
	category, called := ours(r.field(columnCategory))
	return Suggestion{
		Who: Plain(who, maxWho), Purpose: Plain(r.field(columnPurpose), maxPurpose),
		Category: category, Called: Plain(called, maxWho), Life: readLife(r.field(columnLife)), Source: file,
	}
}

// ours is the database's category as one of ours, and its own word where that is
// a guess. Security is needed. Functional is mostly log-ins, baskets and
// choices, but also comfort that needs consent. Personalization is what visitors
// chose. Of an unknown word we think the worst.
func ours(word string) (category cookie.Category, called string) {
	switch strings.ToLower(word) {
	case "analytics":
		return cookie.Analytics, ""
	case "marketing":
		return cookie.Marketing, ""
	case "security", "functional":
		return cookie.Necessary, word
	case "personalization":
		return cookie.Preferences, word
	}
	return cookie.Marketing, word
}
