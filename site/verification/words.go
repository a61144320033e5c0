package verification

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/prokken/prokken/models/sites"
)

// Look is a method by which a token was looked for in vain. Found is a sentence that says what was
// asked for, and what was found instead.
type Look struct {
	Method sites.Method
	Found  string
}

// NotFound is the error of a host that does not show the token. Its text is for people.
type NotFound struct{ Looked []Look }

// Error returns what was found by each method.
func (e NotFound) Error() string {
	sentences := make([]string, len(e.Looked))
	for i, l := range e.Looked {
		sentences[i] = l.Found
	}
	return strings.Join(sentences, " ")
}

// why says why there is no answer. What only a machine says stays out of it.
func (d *door) why(ctx context.Context, err error) string {
	var away elsewhere
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &away):
		return "were sent to another address, " + quote(originOf(away.to)) + ", which we do not follow."
	case errors.Is(err, errRedirects):
		return fmt.Sprintf("were sent on more than %d times.", maxRedirects)
	case d.isForbidden():
		return "did not go there: the host or its port is not a public one."
	case ctx.Err() != nil:
		return "got no answer in time."
	case errors.As(err, &certificate):
		return "did not trust the certificate of the host."
	}
	return "got no answer."
}

func originOf(u *url.URL) string { return u.Scheme + "://" + u.Host }

const (
	maxQuoted   = 80 // characters of what a host says
	maxMentions = 3
)

// quote returns a text of a host as it can stand in a sentence: on one line, and short.
func quote(text string) string {
	text = strings.ToValidUTF8(text, "\ufffd")
	if utf8.RuneCountInString(text) > maxQuoted {
		text = string([]rune(text)[:maxQuoted]) + "…"
	}
	return strconv.Quote(text)
}

// quoteSome quotes the first few of several texts.
func quoteSome(texts []string) string {
	var quoted []string
	for _, t := range texts[:min(len(texts), maxMentions)] {
		quoted = append(quoted, quote(t))
	}
	if more := len(texts) - maxMentions; more > 0 {
		quoted = append(quoted, fmt.Sprintf("%d more", more))
	}
	return strings.Join(quoted, ", ")
}
