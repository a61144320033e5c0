package logging

import "strings"

const (
	// maxPath is more than the longest address of the site.
	maxPath = 200
	// maxSegment is shorter than any token of ours; an id has 36 characters.
	maxSegment = 36
)

// Path is the path of a request as it may be written. Mail programs and people break links, so
// that what belongs into the query can stand in the path: what could be a secret is left out.
func Path(path string) string {
	for segment := range strings.SplitSeq(path, "/") {
		if !isPlain(segment) {
			path = hideIn(path)
			break
		}
	}
	return path[:min(len(path), maxPath)]
}

func hideIn(path string) string {
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		if !isPlain(segment) {
			segments[i] = "***"
		}
	}
	return strings.Join(segments, "/")
}

// isPlain reports whether a segment is short, and has none of what a query, an e-mail address or another
// language's letters are written with.
func isPlain(segment string) bool {
	for i := range len(segment) {
		if !isPlainByte(segment[i]) {
			return false
		}
	}
	return len(segment) <= maxSegment
}

func isPlainByte(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9' || strings.IndexByte("_.~-", b) >= 0
}
