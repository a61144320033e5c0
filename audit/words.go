package audit

import (
	"fmt"
	"strings"
	"time"

	"github.com/prokken/prokken/cookie"
)

// productName is "Chromium 150.0.7871.0" for "HeadlessChrome/150.0.7871.0".
func productName(product string) string {
	name, version, _ := strings.Cut(product, "/")
	if strings.Contains(name, "Chrome") {
		name = "Chromium"
	}
	return name + " " + version
}

// words is a time as people say it: "4 minutes".
func words(d time.Duration) string {
	if d >= time.Second && d%time.Second == 0 {
		return cookie.Lifetime(d).String()
	}
	return d.String()
}

func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}
