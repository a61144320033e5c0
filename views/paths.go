package views

func policyPath(slug string) string { return "/legal/" + slug }

func versionPath(slug string, n int64) string { return policyPath(slug) + "/versions/" + number(n) }

func comparePath(slug string, old, new int64) string {
	return policyPath(slug) + "/compare/" + number(old) + "/" + number(new)
}
