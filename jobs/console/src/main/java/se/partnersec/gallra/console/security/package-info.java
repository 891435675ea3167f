/** Sign-in, rights by role, and what a browser may do with a page. */
@NullMarked
package se.partnersec.gallra.console.security;

import org.jspecify.annotations.NullMarked;
