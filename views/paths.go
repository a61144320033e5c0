package views

import (
	"cmp"

	"github.com/prokken/prokken/views/display"
)

// Paths are the addresses of one site's policies: what they begin with. The zero value is the own
// site's.
type Paths string

// OwnPaths is what the addresses of the own site's policies begin with.
const OwnPaths Paths = "/legal"

// Base returns what the paths begin with, which is also where the policies are listed.
func (p Paths) Base() string { return string(cmp.Or(p, OwnPaths)) }

// Policy returns the path of what is in effect.
func (p Paths) Policy(slug string) string { return p.Base() + "/" + slug }

// PolicyIn returns the path of what is in effect in the language with the code.
func (p Paths) PolicyIn(slug, language string) string { return p.Policy(slug) + "/in/" + language }

// Versions returns the path of the list of versions.
func (p Paths) Versions(slug string) string { return p.Policy(slug) + "/versions" }

// Version returns the path of a version.
func (p Paths) Version(slug string, n int64) string {
	return p.Versions(slug) + "/" + display.Number(n)
}

// Compare returns the path of the comparison of two versions.
func (p Paths) Compare(slug string, old, new int64) string {
	return p.Policy(slug) + "/compare/" + display.Number(old) + "/" + display.Number(new)
}

// TranslatedVersion returns the path of the newest translation of a version into the language
// with the code; that of one that was published before it ends with its number.
func (p Paths) TranslatedVersion(slug string, n int64, language string) string {
	return p.Version(slug, n) + "/in/" + language
}

// Feed returns the path of the feed of changes.
func (p Paths) Feed() string { return p.Base() + "/feed.atom" }

// Keys returns the path of the public keys that versions are signed with.
func (p Paths) Keys() string {
	if p.Base() == string(OwnPaths) {
		return "/.well-known/policy-keys.json"
	}
	return p.Base() + "/policy-keys.json"
}

// VersionPath returns the path of a version of the own site's policy.
func VersionPath(slug string, n int64) string { return OwnPaths.Version(slug, n) }
