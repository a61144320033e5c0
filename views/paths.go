package views

import "github.com/prokken/prokken/views/display"

// PolicyPath returns the path of what is in effect.
func PolicyPath(slug string) string { return "/legal/" + slug }

// VersionPath returns the path of a version.
func VersionPath(slug string, n int64) string {
	return PolicyPath(slug) + "/versions/" + display.Number(n)
}

// ComparePath returns the path of the comparison of two versions.
func ComparePath(slug string, old, new int64) string {
	return PolicyPath(slug) + "/compare/" + display.Number(old) + "/" + display.Number(new)
}

// TranslatedVersionPath returns the path of the newest translation of a version into the language
// with the code; that of one that was published before it ends with its number.
func TranslatedVersionPath(slug string, n int64, language string) string {
	return VersionPath(slug, n) + "/in/" + language
}
