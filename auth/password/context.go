package password

import (
	"strings"
	"unicode/utf8"
)

// holdsContext reports whether the password contains one of the words, in any
// case. Words of fewer than 4 characters do not count.
func holdsContext(password string, words []string) bool {
	password = strings.ToLower(password)
	for _, word := range words {
		if utf8.RuneCountInString(word) >= 4 && strings.Contains(password, strings.ToLower(word)) {
			return true
		}
	}
	return false
}

// contextWords returns the words that a password for this site and address should
// not contain: the site's name, also without its spaces, the whole address, its local part
// and its pieces, and the domain's labels but the last.
func contextWords(siteName, email string) []string {
	siteName = strings.TrimSpace(siteName)
	words := []string{siteName, strings.Join(strings.Fields(siteName), "")}
	local, domain := email, ""
	if at := strings.LastIndexByte(email, '@'); at >= 0 {
		local, domain = email[:at], email[at+1:]
	}
	words = append(words, email, local)
	words = append(words, strings.FieldsFunc(local, func(r rune) bool { return strings.ContainsRune("._+-", r) })...)
	labels := strings.Split(domain, ".")
	return append(words, labels[:len(labels)-1]...)
}
