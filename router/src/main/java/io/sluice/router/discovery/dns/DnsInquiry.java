package io.sluice.router.discovery.dns;

import io.sluice.common.threading.EventLoopConfined;
import io.sluice.router.backend.Backend;
import io.sluice.router.backend.BackendAddress;
import io.sluice.router.discovery.BackendInquiry;
import io.sluice.router.discovery.BackendLimit;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Asks DNS for the backends. An answer counts as it is: an address that is no longer in it is gone. But a name that has no
 * record at all, or that does not exist, counts as silence: a name server that has just lost its data must not take all
 * backends away. Of two kinds of records, one that was not answered stays as it was known.
 */
@EventLoopConfined
public final class DnsInquiry implements BackendInquiry<Map<RecordKind, List<BackendAddress>>> {

    private final DnsLookup lookup;
    private final List<RecordKind> kinds;
    private final BackendLimit limit = new BackendLimit();
    private final Map<RecordKind, List<BackendAddress>> known = new EnumMap<>(RecordKind.class);

    public DnsInquiry(DnsSettings settings) {
        this.lookup = new DnsLookup(settings);
        this.kinds = settings.kinds();
    }

    @Override
    public String who() {
        return "DNS";
    }

    /** The records by their kind; a kind that was not answered is absent. */
    @Override
    public Future<Map<RecordKind, List<BackendAddress>>> ask() {
        List<Future<List<BackendAddress>>> answers =
                kinds.stream().map(lookup::ask).toList();
        return Future.join(answers).transform(all -> {
            Map<RecordKind, List<BackendAddress>> answered = new EnumMap<>(RecordKind.class);
            for (int i = 0; i < kinds.size(); i++) {
                if (answers.get(i).succeeded()) {
                    answered.put(kinds.get(i), answers.get(i).result());
                }
            }
            if (answered.values().stream().allMatch(List::isEmpty)) {
                return Future.failedFuture(all.failed() ? all.cause() : new NoRecordsException(kinds));
            }
            return Future.succeededFuture(answered);
        });
    }

    @Override
    public List<Backend> answered(Map<RecordKind, List<BackendAddress>> answer, long nowNanos) {
        known.putAll(answer);
        return unanswered();
    }

    @Override
    public List<Backend> unanswered() {
        List<BackendAddress> addresses = new ArrayList<>();
        known.values().forEach(addresses::addAll);
        return limit.cut(addresses.stream()
                .distinct()
                .map(Backend::ofAddress)
                .sorted(Comparator.comparing(Backend::id))
                .toList());
    }

    @Override
    public Future<Void> close() {
        return lookup.close();
    }
}
