"""Event loops, memory and the collector of gateways and routers."""

from .model import dashboard, heatmap, lines, number, row, table
from .thresholds import of

NODE = "{{instance}}"
OURS = " and on (namespace, job, instance) sluice_build_info{$}"


def loops(expression, legend):
    """The same of gateways and of routers."""
    return [(expression.replace("PROGRAM", f"sluice_{program}"), legend) for program in ("gateway", "router")]


LOOPS = row(
    "Event loops",
    lines("Delay", "How late the ticks of event loops come (99th percentile). All that they do is late by that.", "s",
          *loops("histogram_quantile(0.99, sum by (le, instance) (rate(PROGRAM_event_loop_delay_seconds_bucket{$}[rate])))", NODE),
          alert=of("SluiceEventLoopSlow")),
    lines("Utilisation", "CPU time that the thread of each event loop took of the last second. Near 1 it keeps up no longer.", "percentunit",
          *loops("max by (instance, loop) (PROGRAM_event_loop_utilisation_ratio{$})", "{{instance}} loop {{loop}}"), limits={"max": 1}),
    lines("Last lag", "How late the last tick of each event loop came.", "s",
          *loops("max by (instance, loop) (PROGRAM_event_loop_lag_seconds{$})", "{{instance}} loop {{loop}}")),
    heatmap("Delay of gateways' event loops", "How many ticks a second came how late.", "sluice_gateway_event_loop_delay_seconds"),
    heatmap("Delay of routers' event loops", "How many ticks a second came how late.", "sluice_router_event_loop_delay_seconds"),
)

MEMORY = row(
    "Memory",
    lines("Heap", "Heap in use, and the most that it may be.", "bytes",
          ('sum by (instance) (jvm_memory_used_bytes{$, area="heap"}' + OURS + ")", NODE + " used"),
          ('sum by (instance) (jvm_memory_max_bytes{$, area="heap"} > 0' + OURS + ")", NODE + " most")),
    lines("Live after collection", "Heap that was still in use after the last full look at it: what the program needs.", "bytes",
          ("max by (instance) (jvm_gc_live_data_size_bytes{$}" + OURS + ")", NODE)),
    lines("Allocation", "Bytes allocated.", "Bps", ("sum by (instance) (rate(jvm_gc_memory_allocated_bytes_total{$}[rate])" + OURS + ")", NODE),
          ("sum by (instance) (rate(jvm_gc_memory_promoted_bytes_total{$}[rate])" + OURS + ")", NODE + " promoted")),
    lines("Direct memory", "Netty's direct memory by its limit.", "percentunit",
          ("max by (instance) (sluice_netty_direct_memory_bytes{$} / (sluice_netty_direct_memory_max_bytes{$} > 0))", NODE),
          alert=of("SluiceDirectMemoryHigh")),
    lines("Outside the heap", "Code, classes and other memory that the JVM keeps outside the heap.", "bytes",
          ('sum by (instance) (jvm_memory_used_bytes{$, area="nonheap"}' + OURS + ")", NODE)),
    lines("Buffers", "Memory of byte buffers by kind.", "bytes", ("sum by (instance, id) (jvm_buffer_memory_used_bytes{$}" + OURS + ")", NODE + " {{id}}")),
)

COLLECTOR = row(
    "Garbage collection and CPU",
    lines("Time standing still", "Share of the time in which the program stands still for the collector.", "percentunit",
          ("sum by (instance) (rate(jvm_gc_pause_seconds_sum{$}[rate])" + OURS + ")", NODE), alert=of("SluiceGcPressure"), empty="no collection yet"),
    lines("Longest pause", "Longest pause lately, by what the collector did.", "s",
          ("max by (instance, action) (jvm_gc_pause_seconds_max{$}" + OURS + ")", NODE + " {{action}}"), empty="no collection yet"),
    lines("Pauses", "Collections.", "ops", ("sum by (instance, action) (rate(jvm_gc_pause_seconds_count{$}[rate])" + OURS + ")", NODE + " {{action}}"),
          empty="no collection yet"),
    lines("CPU", "Share of the machine's or the container's CPUs that each process uses, and how much is used in all.", "percentunit",
          ("max by (instance) (process_cpu_usage{$}" + OURS + ")", NODE), ("max by (instance) (system_cpu_usage{$}" + OURS + ")", NODE + " machine"), limits={"max": 1}),
    lines("CPUs", "CPUs that the JVM believes to have.", "short", ("max by (instance) (system_cpu_count{$}" + OURS + ")", NODE)),
    lines("Threads", "Threads by state.", "short", ("sum by (state) (jvm_threads_states_threads{$}" + OURS + ")", "{{state}}"), stack=True),
)

PROCESS = row(
    "Process",
    lines("Open files", "Open files and sockets by the limit. Each connection is one; through a router it is one more there.", "percentunit",
          ("max by (instance) (process_files_open_files{$} / process_files_max_files{$}" + OURS + ")", NODE), alert=of("SluiceFilesNearLimit")),
    number("Shortest uptime", "Time since the youngest process started.", "s", "min(process_uptime_seconds{$}" + OURS + ")", width=4, height=8, spark=False),
    table("Versions", "What runs, by version and Java.", "sluice_build_info{$}", hidden=("__name__",)),
)

DASHBOARD = dashboard("jvm", "JVM and event loops", "Event loops, memory and the collector of gateways and routers.", [LOOPS, MEMORY, COLLECTOR, PROCESS])
