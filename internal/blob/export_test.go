package blob

import "time"

// Hurry makes everything that the bucket may take shorter.
func (b *Bucket) Hurry(patience time.Duration) { b.patience = patience }
