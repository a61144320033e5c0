package policy_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"github.com/prokken/prokken/models"
)

// TestOldVersionsGetTheirRecord: what was published before versions were signed
// is signed at the next start, once, and then never changes either.
func TestOldVersionsGetTheirRecord(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		ctx, now, day := context.Background(), models.Now(), "2026-04-16"
		site, err := o.db.EnsureSite(ctx, models.HouseSite)
		if err != nil {
			t.Fatal(err)
		}
		const text = `{"slug":"old-policy","title":"Old","sections":[]}`
		old := &models.PolicyVersion{
			ID: models.NewID(), Number: new(int64(1)), State: models.Published, Document: text,
			SHA256: hash(text), Summary: "First version.", Materiality: models.Editorial, PublishedOn: &day, PublishedAt: &now, EffectiveAt: &now,
		}
		o.unguard()
		if err := o.db.CreatePolicy(ctx, &models.Policy{ID: models.NewID(), SiteID: site.ID, Slug: "old-policy"}, old); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Verify(ctx, "old-policy"); err == nil {
			t.Error("an unsigned version passes")
		}
		l := o.instance()
		if n, err := l.Verify(ctx, "old-policy"); n != 1 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
	})
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
