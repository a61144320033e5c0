// Package known suggests what a cookie is for, from its name: out of Prokken's
// own table and, where the owner provides one, a file in the format of the Open
// Cookie Database. Start reading at [Open] and [Table.Find].
package known

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/site"
)

// Suggestion is what is usual for cookies of a name. A person has to check it:
// anybody can give a cookie any name.
type Suggestion struct {
	Who      string // "" where the source does not say
	Purpose  string // "" where the source does not say
	Category cookie.Category
	Called   string          // the category in the source's own word, where it is not one of ours
	Life     cookie.Lifetime // 0 where the source does not say
	Source   string          // "Prokken's own table", or the file's name
}

// OwnTable is the source of what Prokken itself suggests.
const OwnTable = "Prokken's own table"

// Table holds what is known; the zero value knows nothing.
type Table struct {
	sources []source // an earlier one is asked first
}

// source is what one file knows, by whole names and by how names begin.
type source struct {
	names, prefixes map[string]Suggestion
}

// Open reads Prokken's own table out of the shipped folder and, if it names a
// file, the database that the owner provides.
func Open(shipped fs.FS, database string) (Table, error) {
	text, err := fs.ReadFile(shipped, site.KnownCookies)
	if err != nil {
		return Table{}, err
	}
	own, err := readOwn(text)
	if err != nil {
		return Table{}, fmt.Errorf("%s: %w", site.KnownCookies, err)
	}
	if database == "" {
		return Table{[]source{own}}, nil
	}
	theirs, err := readFile(database)
	return Table{[]source{own, theirs}}, err
}

func readFile(name string) (source, error) {
	file, err := os.Open(name)
	if err != nil {
		return source{}, fmt.Errorf("cannot read the cookie database: %w", err)
	}
	defer file.Close()
	s, err := readDatabase(file, filepath.Base(name))
	if err != nil {
		return s, fmt.Errorf("%s: %w", name, err)
	}
	return s, nil
}

// Find suggests what a cookie is for: by its whole name, or else by the longest
// prefix of it that is known.
func (t Table) Find(name string) (Suggestion, bool) {
	for _, s := range t.sources {
		if found, exact := s.names[name]; exact {
			return found, true
		}
		for end := len(name); end > 0; end-- {
			if found, begins := s.prefixes[name[:end]]; begins {
				return found, true
			}
		}
	}
	return Suggestion{}, false
}

// add keeps the first of several suggestions for a name.
func add(to map[string]Suggestion, name string, s Suggestion) {
	if _, twice := to[name]; !twice {
		to[name] = s
	}
}
