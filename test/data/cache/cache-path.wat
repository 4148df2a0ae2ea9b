;; Where the cache is: the option, WRT_CACHE_DIR, XDG_CACHE_HOME, HOME, in this order.
;;
;; RUN: wrt cache path --cache-dir a
;; ENV: WRT_CACHE_DIR=b
;; STDOUT: a
;; RUN: wrt cache path
;; ENV: WRT_CACHE_DIR=b
;; ENV: XDG_CACHE_HOME=/c
;; STDOUT: b
;; RUN: wrt cache path
;; ENV: WRT_CACHE_DIR=
;; ENV: XDG_CACHE_HOME=/c
;; STDOUT: /c/wrt
;; A relative path is no home for caches.
;; RUN: wrt cache path
;; ENV: XDG_CACHE_HOME=c
;; ENV: HOME=/home/somebody
;; STDOUT: /home/somebody/.cache/wrt
;; RUN: wrt cache path
;; ENV: XDG_CACHE_HOME=
;; ENV: HOME=
;; EXIT: 1
;; STDERR: wrt: there is no cache: neither WRT_CACHE_DIR nor XDG_CACHE_HOME nor HOME names a folder
;;
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
(module)
