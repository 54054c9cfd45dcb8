;; A filter that sends every request to the cluster that its configuration names. It refuses an empty
;; configuration, and leaves requests alone when it is `-`.
(module
  (import "env" "proxy_log" (func $log (param i32 i32 i32) (result i32)))
  (import "env" "proxy_get_buffer_bytes" (func $read (param i32 i32 i32 i32 i32) (result i32)))
  (import "env" "proxy_replace_header_map_value" (func $set (param i32 i32 i32 i32 i32) (result i32)))

  (memory (export "memory") 1)
  (data (i32.const 16) "x-gatewright-cluster")
  (data (i32.const 48) "no cluster to send requests to")
  (global $free (mut i32) (i32.const 1024))

  (func (export "proxy_abi_version_0_2_1"))
  (func (export "proxy_on_memory_allocate") (param $size i32) (result i32)
    (global.get $free)
    (global.set $free (i32.add (global.get $free) (local.get $size))))
  (func (export "proxy_on_context_create") (param i32 i32))
  (func (export "proxy_on_vm_start") (param i32 i32) (result i32) (i32.const 1))

  ;; The name's address goes to 0, its length to 4.
  (func (export "proxy_on_configure") (param $context i32) (param $size i32) (result i32)
    (if (i32.eqz (local.get $size)) (then
      (drop (call $log (i32.const 4) (i32.const 48) (i32.const 30)))
      (return (i32.const 0))))
    (drop (call $read (i32.const 7) (i32.const 0) (local.get $size) (i32.const 0) (i32.const 4)))
    (i32.const 1))

  (func (export "proxy_on_request_headers") (param i32 i32 i32) (result i32)
    (if (i32.ne (i32.load8_u (i32.load (i32.const 0))) (i32.const 45)) (then
      (drop (call $set (i32.const 0) (i32.const 16) (i32.const 20)
        (i32.load (i32.const 0)) (i32.load (i32.const 4))))))
    (i32.const 0)))
