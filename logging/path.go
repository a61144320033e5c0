package logging

import "regexp"

var (
	segment = regexp.MustCompile(`[^/]+`)
	// plainSegment is shorter than any token of ours, and none of what a query, an e-mail
	// address or another language's letters are written with. An id has 36 characters.
	plainSegment = regexp.MustCompile(`^[\w.~-]{1,36}$`)
)

// maxPath is more than the longest address of the site.
const maxPath = 200

// Path is the path of a request as it may be written. Mail programs and people break links, so
// that what belongs into the query can stand in the path: what could be a secret is left out.
func Path(path string) string {
	written := segment.ReplaceAllStringFunc(path, func(part string) string {
		if plainSegment.MatchString(part) {
			return part
		}
		return "***"
	})
	return written[:min(len(written), maxPath)]
}
