/** Proxies and receivers between the suite and its servers. */
@NullMarked
package se.partnersec.gallra.testing.network;

import org.jspecify.annotations.NullMarked;
