package views

import "github.com/prokken/prokken/views/display"

func policyPath(slug string) string { return "/legal/" + slug }

func versionPath(slug string, n int64) string {
	return policyPath(slug) + "/versions/" + display.Number(n)
}

func comparePath(slug string, old, new int64) string {
	return policyPath(slug) + "/compare/" + display.Number(old) + "/" + display.Number(new)
}
