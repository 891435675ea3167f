@NullMarked
package se.partnersec.gallra.approvals.request;

import org.jspecify.annotations.NullMarked;
