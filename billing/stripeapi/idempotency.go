package stripeapi

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
)

// Prefix marks what is ours at Stripe: the ids of products, the lookup keys of
// prices.
const Prefix = "prokken_"

// TenMinutes returns a part of keys that requests which race share: Stripe repeats a
// failure to the same key for a day.
func TenMinutes() string {
	return time.Now().UTC().Truncate(10 * time.Minute).Format(time.RFC3339)
}

// IdempotencyKey returns the same key for the same words, so that requests that race
// make one thing.
func IdempotencyKey(words ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(words, "\x00")))
	return Prefix + words[0] + "_" + hex.EncodeToString(sum[:16])
}
