package legal

import (
	"testing"
	"time"

	"github.com/prokken/prokken/models"
)

// TestCustomerPagesAreBounded: the site that nobody has read for longest makes room for another.
func TestCustomerPagesAreBounded(t *testing.T) {
	var c customerPages
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	first, second := models.NewSiteID(), models.NewSiteID()
	c.of(first, now)
	c.of(second, now.Add(time.Millisecond))
	kept := c.of(first, now.Add(2*time.Millisecond))
	for range maxCustomers - 1 {
		c.of(models.NewSiteID(), now.Add(3*time.Millisecond))
	}
	if len(c.held) != maxCustomers || c.held[second] != nil || c.held[first] != kept {
		t.Errorf("%d are held; the one read least lately: %v, another: %v", len(c.held), c.held[second], c.held[first])
	}
}

// TestIdleCustomerPagesAreDropped: what nobody has read for a while is let go of, though there is room.
func TestIdleCustomerPagesAreDropped(t *testing.T) {
	var c customerPages
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	idle, read := models.NewSiteID(), models.NewSiteID()
	c.of(idle, now)
	kept := c.of(read, now)
	c.of(read, now.Add(pagesIdle-time.Minute))
	if len(c.held) != 2 {
		t.Errorf("%d are held before their time", len(c.held))
	}
	if c.of(read, now.Add(pagesIdle)) != kept || c.held[idle] != nil {
		t.Errorf("after a while %v", c.held)
	}
}
