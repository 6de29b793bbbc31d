// Package lab runs the real govitals in broken and in unusual but healthy environments made of real files, a real go
// and a real gopls, and proves that diagnosing changed nothing, asked nobody and left nothing running.
package lab
