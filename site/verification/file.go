package verification

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// filePath is where the file with the token stands.
const filePath = "/.well-known/prokken.txt"

// lookFile looks for a file of which one line is the token.
func (d *door) lookFile(ctx context.Context, site *url.URL, token string) string {
	a, err := d.get(ctx, at(site, filePath))
	asked := "We asked for " + at(site, filePath) + " and "
	switch {
	case err != nil:
		return asked + d.why(ctx, err)
	case a.status != http.StatusOK:
		return asked + gotStatus(a.status)
	}
	lines := a.lines()
	for _, line := range lines {
		if line == token {
			return ""
		}
	}
	if len(lines) == 0 {
		return asked + "got an empty file."
	}
	return asked + fmt.Sprintf("found no line in it that is the token; it begins with %s.", quote(lines[0]))
}

// lines returns the lines of a text that are not empty. The last one of a text that was cut may be
// longer than what is here: it is left out.
func (a answer) lines() []string {
	all := strings.Split(string(bytes.TrimPrefix(a.body, []byte("\ufeff"))), "\n")
	if a.cut {
		all = all[:len(all)-1]
	}
	var lines []string
	for _, line := range all {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

func gotStatus(status int) string {
	text := http.StatusText(status)
	if text == "" {
		return fmt.Sprintf("got the answer %d.", status)
	}
	return fmt.Sprintf("got the answer %d (%s).", status, text)
}
