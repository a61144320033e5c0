package views

import "github.com/prokken/prokken/views/display"

func PolicyPath(slug string) string { return "/legal/" + slug }

func VersionPath(slug string, n int64) string {
	return PolicyPath(slug) + "/versions/" + display.Number(n)
}

func ComparePath(slug string, old, new int64) string {
	return PolicyPath(slug) + "/compare/" + display.Number(old) + "/" + display.Number(new)
}
