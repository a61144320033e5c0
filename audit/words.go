package audit

import (
	"fmt"
	"strings"
)

// productName is "Chromium 150.0.7871.0" for "HeadlessChrome/150.0.7871.0".
func productName(product string) string {
	name, version, _ := strings.Cut(product, "/")
	if strings.Contains(name, "Chrome") {
		name = "Chromium"
	}
	return name + " " + version
}

func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}
