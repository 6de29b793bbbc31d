package probe

// deeper are the probes that ask go and gopls, and those of modules and caches.
var deeper = []*Probe{
	goEnvProbe,
	goTreesProbe,
	moduleCacheProbe,
	directoriesProbe,
	goplsProbe,
	pulseProbe,
	goListProbe,
}
