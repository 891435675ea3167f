package se.partnersec.gallra.runs.launch;

import org.springframework.batch.core.launch.JobOperator;
import se.partnersec.gallra.erasure.category.CategoryRegistry;
import se.partnersec.gallra.erasure.run.RunResources;
import se.partnersec.gallra.runs.control.RunOrderRepository;
import se.partnersec.gallra.runs.lease.CategoryLease;
import se.partnersec.gallra.runs.throttle.LoadThrottle;

/**
 * Resources shared by all runs of a process; nothing of a single run.
 *
 * @param resources as they are before any preflight
 * @param lease on connections of its own, so that heartbeats never wait for a chunk; so are the orders
 * @param chunk candidates per chunk, 1 to 10 000
 */
public record RunEnvironment(
        RunResources resources,
        JobOperator operator,
        CategoryLease lease,
        RunOrderRepository orders,
        CategoryRegistry categories,
        LoadThrottle.Conditions conditions,
        int chunk) {}
