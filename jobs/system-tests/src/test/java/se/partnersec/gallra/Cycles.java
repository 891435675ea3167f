package se.partnersec.gallra;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The cycles of a directed graph: its strongly connected parts of more than one node, by Tarjan's algorithm. */
final class Cycles {
    private final Map<String, Set<String>> edges;
    private final Map<String, Integer> number = new HashMap<>();
    private final Map<String, Integer> lowest = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final List<Set<String>> found = new ArrayList<>();

    private Cycles(Map<String, Set<String>> edges) {
        this.edges = edges;
    }

    /** @param edges by node, the nodes it leads to; one that leads nowhere may be left out */
    static List<Set<String>> of(Map<String, Set<String>> edges) {
        Cycles cycles = new Cycles(edges);
        new TreeSet<>(edges.keySet()).forEach(cycles::visitOnce);
        return cycles.found;
    }

    private void visitOnce(String node) {
        if (!number.containsKey(node)) {
            visit(node);
        }
    }

    private void visit(String node) {
        int own = number.size();
        number.put(node, own);
        lowest.put(node, own);
        open.push(node);
        for (String next : edges.getOrDefault(node, Set.of())) {
            visitOnce(next);
            if (open.contains(next)) {
                lowest.merge(node, lowest(next), Math::min);
            }
        }
        if (lowest(node) == own) {
            close(node);
        }
    }

    private int lowest(String node) {
        return Objects.requireNonNull(lowest.get(node));
    }

    private void close(String root) {
        Set<String> part = new TreeSet<>();
        String node;
        do {
            node = open.pop();
            part.add(node);
        } while (!node.equals(root));
        if (part.size() > 1) {
            found.add(part);
        }
    }
}
